/** One operation: what it does, who may, what goes in, what comes out, and how one would call it. */
import { KeyRound } from 'lucide-react';
import { Badge } from '../../ui';
import { t } from '../locales';
import { CodeBlock, Prose } from './code';
import { accessOf, curlOf } from './curl';
import { Method } from './method';
import type { Operation, Parameter, Schema, Schemas } from './openapi';
import styles from './reference.module.css';
import { exampleOf, innerOf, limitsOf, typeOf } from './schema';
import { Fields } from './schema-view';

export function OperationView({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const { id, method, path, summary, description, parameters = [], requestBody } = operation;
  const access = accessOf(operation);
  return (
    <section className={styles.operation} aria-labelledby={id}>
      <h2 id={id} tabIndex={-1} className={styles.title} lang="en" dir="ltr">
        {(summary ?? id).replace(/\.$/, '')}
      </h2>
      <p className={styles.address} dir="ltr">
        <Method name={method} />
        <code>{path}</code>
      </p>
      <p>
        <Badge tone={access === 'needed' ? 'info' : 'neutral'}>
          <KeyRound size={13} aria-hidden /> {t.access[access]}
        </Badge>
      </p>
      {description ? <Prose text={description} /> : null}
      {parameters.length > 0 ? <Parameters {...{ parameters, schemas }} /> : null}
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <Body key={type} {...{ type, schema, schemas }} />
      ))}
      <Answers {...{ operation, schemas }} />
      <h3>{t.example}</h3>
      <CodeBlock code={curlOf(operation, schemas, location.origin)} />
    </section>
  );
}

function Parameters({ parameters, schemas }: { parameters: Parameter[]; schemas: Schemas }) {
  return (
    <>
      <h3>{t.parameters}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className={styles.scroll} tabIndex={0} aria-label={t.parameters}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col">{t.place}</th>
              <th scope="col">{t.type}</th>
              <th scope="col">{t.meaning}</th>
            </tr>
          </thead>
          <tbody lang="en" dir="ltr">
            {parameters.map(({ name, in: place, required, schema = {}, description }) => (
              <tr key={`${place} ${name}`}>
                <th scope="row">
                  <code>{name}</code>
                  {required ? <span className={styles.required}>{t.required}</span> : null}
                </th>
                <td>{place}</td>
                <td>
                  <code className={styles.type}>{typeOf(schema, schemas)}</code>
                </td>
                <td>
                  <Prose text={[description, limitsOf(schema)].filter(Boolean).join(' ')} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface ContentProps {
  type: string;
  schema: Schema | undefined;
  schemas: Schemas;
}

function Body({ type, schema = {}, schemas }: ContentProps) {
  const inner = innerOf(schema, schemas);
  return (
    <>
      <h3>
        {t.body} <code className={styles.mediaType}>{type}</code>
      </h3>
      {inner ? (
        <Fields schema={inner} schemas={schemas} isOpen />
      ) : (
        <p dir="ltr">
          <code className={styles.type}>{typeOf(schema, schemas)}</code>
        </p>
      )}
    </>
  );
}

function Answers({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  return (
    <>
      <h3>{t.answers}</h3>
      <ul className={styles.answers} dir="ltr" lang="en">
        {Object.entries(operation.responses).map(([status, { description, content }]) => {
          const [type, answer] = Object.entries(content ?? {})[0] ?? [];
          const isProblem = type === 'application/problem+json';
          const schema = isProblem ? undefined : answer?.schema;
          const inner = schema ? innerOf(schema, schemas) : null;
          return (
            <li key={status} data-good={status.startsWith('2') || undefined}>
              <p className={styles.answer}>
                <strong>{status}</strong>
                <span>
                  {description ? <Prose text={description} inline /> : null}
                  {schema && type ? (
                    <code className={styles.type}>
                      {typeOf(schema, schemas)}
                      {type === 'application/json' ? '' : ` · ${type}`}
                    </code>
                  ) : null}
                </span>
              </p>
              {inner && schema ? (
                <>
                  <Fields schema={inner} schemas={schemas} />
                  <details className={styles.fields}>
                    <summary>{t.example}</summary>
                    <div className={styles.inside}>
                      <CodeBlock code={JSON.stringify(exampleOf(schema, schemas), null, 2)} />
                    </div>
                  </details>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
