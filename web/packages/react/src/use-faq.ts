// Articles of the help centre as a hook: asked for once by all components that show them.

import { type Faq, toFrontdeskError } from '@frontdesk/client';
import { useQuery } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { faqQuery } from './queries';

export interface UseFAQ {
  faqs: Faq[];
  loading: boolean;
  /** A sentence for people. */
  error: string | null;
}

const NONE: Faq[] = [];

/** Published articles, by category and words. Both may change from render to render. */
export function useFAQ(category?: string, search?: string): UseFAQ {
  const client = useFrontdesk();
  const { data, error, isPending } = useQuery(
    faqQuery(client.api, category, search),
    cacheOf(client),
  );
  return {
    faqs: data ?? NONE,
    loading: isPending,
    error: error ? toFrontdeskError(error).message : null,
  };
}
