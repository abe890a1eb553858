/** The brand's colour in all the places where it must be read, language and direction of the page. */
import type { WidgetConfig } from '@frontdesk/client';
import { readableOn, textOn } from '../contrast';
import { directionOf } from '../language';
import type { Choices, Language } from '../protocol';

/** The grounds of frame.css on which the brand's colour is text: light, dark. */
const GROUNDS = { light: '#f4f4f6', dark: '#26262d' };

export function dress(config: WidgetConfig, choices: Choices, language: Language): void {
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
  root.dataset.theme = choices.theme ?? config.theme;
  const color = choices.color ?? config.color;
  const onColor = choices.color ? textOn(choices.color) : config.textColor;
  const properties = {
    '--brand': color,
    '--on-brand': onColor,
    // Away from the text on it, so that the text can be read all over the gradient.
    '--brand-deep': `color-mix(in oklab, ${color} 82%, ${onColor === '#ffffff' ? '#000' : '#fff'})`,
    '--brand-light-text': readableOn(color, GROUNDS.light),
    '--brand-dark-text': readableOn(color, GROUNDS.dark),
  };
  for (const [name, value] of Object.entries(properties)) root.style.setProperty(name, value);
  document.title = config.name;
}
