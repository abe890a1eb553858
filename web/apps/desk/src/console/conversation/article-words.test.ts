import { expect, it } from 'vitest';
import { articleWords } from './article-words';

it('names an article by its question and its address', () => {
  expect(articleWords({ question: 'Rentals', slug: 'rent al' }, 'https://desk.example')).toBe(
    'Rentals: https://desk.example/help/rent%20al ',
  );
});
