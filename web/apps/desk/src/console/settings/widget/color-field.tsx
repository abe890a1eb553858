// A colour, chosen or written, with what text on it will look like: white or black, whichever can
// be read.

import { contrast, parseColor, textOn } from '@frontdesk/widget/contrast';
import { TextField } from '../../../ui';
import styles from './widget.module.css';

interface ColorFieldProps {
  value: string;
  error: string | null;
  onChange: (color: string) => void;
}

export function ColorField({ value, error, onChange }: ColorFieldProps) {
  const color = parseColor(value);
  const text = textOn(value);
  const ratio = color ? contrast(color, parseColor(text) ?? [0, 0, 0]) : null;
  return (
    <div className={styles.color}>
      <TextField
        label="Brand colour"
        hint={
          ratio === null
            ? 'Written as #rrggbb.'
            : `Text on it is ${text === '#ffffff' ? 'white' : 'black'}: a contrast of ${ratio.toFixed(1)} to 1.`
        }
        spellCheck={false}
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
      <input
        type="color"
        className={styles.swatch}
        aria-label="Choose the brand colour"
        value={color ? value.toLowerCase() : '#000000'}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
