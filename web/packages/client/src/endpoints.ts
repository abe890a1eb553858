// The REST endpoints as types: which paths there are, what each may be asked and what it
// answers. All of it is read off the generated `paths`. No run-time code lives here.

import type { paths } from './generated/schema';

type Prefix = '/api/support';

/** The endpoints by their path under the prefix. */
type Endpoints = {
  [Path in keyof paths as Path extends `${Prefix}${infer Rest}` ? Rest : never]: paths[Path];
};

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that know a method, as the server's description spells them: `/tickets/{id}`. */
export type PathOf<M extends Method> = {
  [Path in keyof Endpoints]: Endpoints[Path] extends { [Name in M]: { responses: object } }
    ? Path
    : never;
}[keyof Endpoints];

type Operation<M extends Method, Path extends PathOf<M>> = Endpoints[Path] extends {
  [Name in M]: infer Found;
}
  ? Found
  : never;

/** What an endpoint may be asked in its query. Null says the same as a missing member. */
export type QueryOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { parameters: { query?: infer Query } }
    ? { [Name in keyof Query]: Query[Name] | null }
    : never;

/** The members of an endpoint's body. The server fills in those that may be missing. */
export type BodyOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { requestBody: { content: { 'application/json': infer Body } } }
    ? Partial<Body>
    : never;

/** What an endpoint answers when it succeeds. */
export type AnswerOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { responses: infer Responses } ? Success<Responses> : never;

/** What is only begun (202) counts where nothing else does. */
type Success<Responses> = [BodyAt<Responses, 200 | 201>] extends [never]
  ? BodyAt<Responses, 202>
  : BodyAt<Responses, 200 | 201>;

type BodyAt<Responses, Statuses> = {
  [Status in keyof Responses]: Status extends Statuses
    ? Responses[Status] extends { content: { 'application/json': infer Body } }
      ? Body
      : never
    : never;
}[keyof Responses];
