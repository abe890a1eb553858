/** What the plugins of `build` make: see `build/guide.ts` and `build/api-reference.ts`. */

declare module 'virtual:guide' {
  import type { Heading } from './headings';

  export interface GuidePage {
    /** Below `/docs/`. */
    path: string;
    title: string;
    headings: Heading[];
  }
  export interface GuideSection {
    slug: 'agents' | 'customers' | 'admins' | 'developers' | 'concepts' | 'operations';
    pages: GuidePage[];
  }
  export const SECTIONS: GuideSection[];
  /** The Markdown of each page, by its path. */
  export const TEXTS: Record<string, () => Promise<{ default: string }>>;
  /** Pixels of each picture that there is, by its name. */
  export const PICTURES: Record<string, { width: number; height: number }>;
}

declare module 'virtual:api' {
  import type { Operation, Schemas } from './reference/openapi';

  export interface Subject {
    name: string;
    description: string;
    operations: Pick<Operation, 'id' | 'method' | 'path' | 'summary'>[];
  }
  export const SUBJECTS: Subject[];
  export const REFERENCES: Record<
    string,
    () => Promise<{ default: { operations: Operation[]; schemas: Schemas } }>
  >;
}
