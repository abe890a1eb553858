/** Another language while the app runs. */
import { fetchCatalogues } from './catalogue';
import { adopt, keepChoice } from './language';
import type { Language } from './languages';

/** Changes the language once all its words are there, and keeps the choice for the next visit. */
export async function chooseLanguage(next: Language): Promise<void> {
  const fill = await fetchCatalogues(next);
  keepChoice(next);
  fill();
  adopt(next);
}
