// Where a conversation began: the customer's page, device and language, as their browser said.

import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { deviceInWords, languageInWords } from './origin-words';
import { keys } from './queries';
import styles from './side.module.css';

export function ConversationOrigin({ id }: { id: string }) {
  const { api } = useFrontdesk();
  const { data } = useQuery({
    queryKey: keys.context(id),
    queryFn: ({ signal }) => api.conversations.context(id, { signal }),
    // It is said once, when the conversation begins.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  const device = deviceInWords(data);
  return (
    <section>
      <h3 className={styles.heading}>Where it began</h3>
      <dl className={styles.facts}>
        {data.pageUrl ? (
          <div>
            <dt>Page</dt>
            <dd>
              <a href={data.pageUrl} target="_blank" rel="noreferrer noopener">
                {data.pageTitle || data.pageUrl}
              </a>
            </dd>
          </div>
        ) : null}
        {data.referrer ? (
          <div>
            <dt>Came from</dt>
            <dd>{data.referrer}</dd>
          </div>
        ) : null}
        {device ? (
          <div>
            <dt>Device</dt>
            <dd>{device}</dd>
          </div>
        ) : null}
        {data.language ? (
          <div>
            <dt>Language</dt>
            <dd>{languageInWords(data.language)}</dd>
          </div>
        ) : null}
        {data.timeZone ? (
          <div>
            <dt>Time zone</dt>
            <dd>{data.timeZone.replaceAll('_', ' ')}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
