// What customers are asked, in its order.

import type { FormField } from '@frontdesk/client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button } from '../../../ui';
import { ListPart } from '../parts/list-part';
import { ChangeButtons, MoveButtons, Row } from '../parts/row';
import { kindLabel, MAX_FIELDS, moved, withItem } from './form-draft';
import { QuestionDialog } from './question-dialog';

export interface QuestionsProps {
  fields: readonly FormField[];
  readOnly: boolean;
  errorAt: (field: string) => string | null;
  onChange: (fields: FormField[]) => void;
}

export function Questions({ fields, readOnly, errorAt, onChange }: QuestionsProps) {
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const at = typeof editing === 'number' ? editing : null;
  return (
    <>
      <ListPart
        heading="Questions"
        count={fields.length}
        none="None yet. The message itself is always asked for."
        error={errorAt('fields')}
        action={
          readOnly ? null : (
            <Button
              size="s"
              icon={<Plus size={15} aria-hidden />}
              disabled={fields.length >= MAX_FIELDS}
              onClick={() => setEditing('new')}
            >
              Add a question
            </Button>
          )
        }
      >
        {fields.map((field, index) => (
          <Row
            key={field.key}
            title={field.label}
            marks={field.required ? <Badge tone="accent">Required</Badge> : null}
            error={
              errorAt(`fields[${index}].label`) ??
              errorAt(`fields[${index}].key`) ??
              errorAt(`fields[${index}].options`)
            }
            actions={
              readOnly ? null : (
                <>
                  <MoveButtons
                    name={field.label}
                    index={index}
                    count={fields.length}
                    onMove={(to) => onChange(moved(fields, index, to))}
                  />
                  <ChangeButtons
                    name={field.label}
                    onEdit={() => setEditing(index)}
                    onRemove={() => onChange(fields.filter((_, other) => other !== index))}
                  />
                </>
              )
            }
          >
            {kindLabel(field.kind)}
            {field.kind === 'select' ? `: ${field.options?.join(', ')}` : null}
          </Row>
        ))}
      </ListPart>
      {editing === null ? null : (
        <QuestionDialog
          field={at === null ? null : (fields[at] ?? null)}
          others={fields.filter((_, index) => index !== at).map(({ key }) => key)}
          onSave={(field) => {
            onChange(withItem(fields, at, field));
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
