// A small dialog that asks for one of a few by typing or by arrow keys, as the command bar does.

import { useState } from 'react';
import { Dialog, SearchBox, type SearchOption } from '../../ui';
import { isMeant } from '../search/meant';

export interface Choice {
  id: string;
  label: string;
  detail?: string;
  onChoose: () => void;
}

export interface ChoiceDialogProps {
  title: string;
  /** What the field is called. */
  label: string;
  choices: readonly Choice[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ChoiceDialog({ title, open, onOpenChange, ...rest }: ChoiceDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {open ? <Choosing {...rest} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function Choosing({
  label,
  choices,
  onDone,
}: Pick<ChoiceDialogProps, 'label' | 'choices'> & { onDone: () => void }) {
  const [text, setText] = useState('');
  const found = choices.filter((choice) => isMeant(choice.label, text));
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onDone();
    choice.onChoose();
  };
  const options: SearchOption[] = found.map((choice) => ({
    id: choice.id,
    label: choice.label,
    detail: choice.detail,
    onSelect: () => choose(choice),
  }));
  return (
    <SearchBox
      inline
      label={label}
      placeholder="Type to choose"
      value={text}
      onChange={setText}
      onSubmit={() => choose(found[0])}
      onLeave={onDone}
      groups={[{ id: 'choices', options }]}
      emptyText="Nothing fits"
    />
  );
}
