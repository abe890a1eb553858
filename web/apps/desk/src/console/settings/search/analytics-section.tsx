// What customers search for, and what comes of it.

import type { Language, SearchAnalytics, SearchSurface } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { useState } from 'react';
import { languageName } from '../../../search/languages';
import { ChoiceChips, EmptyState, ErrorState, Loading, Select, Tabs } from '../../../ui';
import { keys } from '../../shared/queries';
import { SectionBody } from '../section-body';
import { beginOf, PERIODS, type Period } from './analytics';
import { Articles, Days, Figures } from './analytics-plots';
import { QueryList } from './query-list';
import styles from './search.module.css';

const LEAD =
  'What people search for in their own words, and whether they find it. Searches are kept without any word about who searched.';

const SURFACES: readonly { value: SearchSurface | ''; label: string }[] = [
  { value: '', label: 'Everywhere' },
  { value: 'portal', label: 'Help centre' },
  { value: 'widget', label: 'Widget' },
  { value: 'console', label: 'Console' },
];

export function SearchAnalyticsSection() {
  const { api } = useFrontdesk();
  const [period, setPeriod] = useState<Period>('30');
  const [surface, setSurface] = useState<SearchSurface | ''>('');
  const [language, setLanguage] = useState<Language | ''>('');
  const analytics = useQuery({
    queryKey: [...keys.searchAnalytics, period, surface, language],
    queryFn: ({ signal }) =>
      api.search.analytics(
        {
          from: beginOf(period, Date.now()),
          surface: surface || undefined,
          language: language || undefined,
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const languages = analytics.data?.languages.flatMap((one) => one.language ?? []) ?? [];
  return (
    <SectionBody wide title="Search analytics" lead={LEAD}>
      <div className={styles.filters}>
        <ChoiceChips
          label="Period"
          value={period}
          onChange={setPeriod}
          options={PERIODS.map(({ value, label }) => ({ value, label }))}
        />
        <div className={styles.narrowing}>
          <Select
            className={styles.filter}
            size="s"
            label="Where it was searched"
            hideLabel
            value={surface}
            onChange={setSurface}
            options={SURFACES}
          />
          {languages.length > 1 || language ? (
            <Select
              className={styles.filter}
              size="s"
              label="Language of the search"
              hideLabel
              value={language}
              onChange={setLanguage}
              options={[
                { value: '', label: 'All languages' },
                ...[...new Set([...languages, ...(language ? [language] : [])])].map((code) => ({
                  value: code,
                  label: languageName(code),
                })),
              ]}
            />
          ) : null}
        </div>
      </div>
      {analytics.isPending ? <Loading label="Counting the searches" /> : null}
      {analytics.isError ? (
        <ErrorState error={analytics.error} onRetry={() => void analytics.refetch()} />
      ) : null}
      {analytics.data ? <Report analytics={analytics.data} /> : null}
    </SectionBody>
  );
}

function Report({ analytics }: { analytics: SearchAnalytics }) {
  const { topQueries, withoutResult, withoutClick, unanswered } = analytics;
  const [tab, setTab] = useState('top');
  if (analytics.totals.searches === 0) {
    return (
      <EmptyState
        icon={<ChartNoAxesColumn size={26} aria-hidden />}
        title="Nothing was searched for"
      >
        Once somebody searches the help centre, it shows here.
      </EmptyState>
    );
  }
  const lists = [
    { value: 'top', label: 'Most frequent', queries: topQueries, none: 'There are no queries' },
    {
      value: 'nothing',
      label: 'Found nothing',
      queries: withoutResult,
      none: 'Every search has found something',
    },
    {
      value: 'unanswered',
      label: 'No article answers',
      queries: unanswered,
      none: 'Every search has an article that may answer',
    },
    {
      value: 'unopened',
      label: 'Opened nothing',
      queries: withoutClick,
      none: 'Of every search something was opened',
    },
  ];
  return (
    <>
      <Figures analytics={analytics} />
      <Days days={analytics.perDay} />
      <section className={styles.part} aria-label="Queries">
        <h2>Queries</h2>
        <Tabs
          label="Which queries"
          value={tab}
          onChange={setTab}
          items={lists.map(({ value, label, queries, none }) => ({
            value,
            label,
            count: value === 'top' ? undefined : queries.length,
            content: <QueryList label={label} queries={queries} none={none} />,
          }))}
        />
      </section>
      <Articles articles={analytics.articles} />
    </>
  );
}
