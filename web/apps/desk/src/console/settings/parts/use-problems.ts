// What is wrong with a draft, as far as the page itself can tell, from the first try to save on.

import { useState } from 'react';

/** What to mend, by the name of the field. */
export type Problems = Readonly<Record<string, string>>;

export interface ProblemsOfDraft {
  problems: Problems;
  /** Shows what was found, or goes on where there is nothing; gives whether all is well. */
  check: (found: Problems, goOn: () => void) => boolean;
}

export function useProblems(): ProblemsOfDraft {
  const [problems, setProblems] = useState<Problems>({});
  return {
    problems,
    check: (found, goOn) => {
      setProblems(found);
      const isFine = Object.keys(found).length === 0;
      if (isFine) goOn();
      return isFine;
    },
  };
}
