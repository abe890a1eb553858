/** The fields of a type, those of types within unfolded when they are asked for. */
import { useState } from 'react';
import { t } from '../locales';
import { Prose } from './code';
import type { Schema, Schemas } from './openapi';
import styles from './reference.module.css';
import { fieldsOf, typeOf } from './schema';

interface FieldsProps {
  schema: Schema;
  schemas: Schemas;
  isOpen?: boolean;
}

/** What is folded is not drawn: a type may hold itself. */
export function Fields({ schema, schemas, isOpen = false }: FieldsProps) {
  const [wasOpened, setOpened] = useState(isOpen);
  return (
    <details
      className={styles.fields}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) setOpened(true);
      }}
    >
      <summary>{t.fieldsOf(typeOf(schema, schemas))}</summary>
      {wasOpened ? (
        <dl lang="en" dir="ltr">
          {fieldsOf(schema, schemas).map(({ name, type, isRequired, description, inner }) => (
            <div key={name}>
              <dt>
                <code>{name}</code> <code className={styles.type}>{type}</code>
                {isRequired ? <span className={styles.required}>{t.required}</span> : null}
              </dt>
              <dd>
                {description ? <Prose text={description} /> : null}
                {inner ? <Fields schema={inner} schemas={schemas} /> : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </details>
  );
}
