// How the generated types are spelled on the wire. The generated schemas name the
// members of some enumerations after the server's identifiers (`InProgress`); the wire
// and the contract say `in-progress`. A spelling that is right already stays as it is.
// No run-time code lives here.

type Kebab<Text extends string> = Text extends `${infer Head}${infer Rest}`
  ? Rest extends Uncapitalize<Rest>
    ? `${Lowercase<Head>}${Kebab<Rest>}`
    : `${Lowercase<Head>}-${Kebab<Rest>}`
  : Text;

/** A generated type with its enumerations spelled as on the wire. */
export type Wire<T> = T extends string
  ? string extends T
    ? T
    : Kebab<T>
  : T extends (...args: infer Arguments) => void
    ? (...args: WireArguments<Arguments>) => void
    : T extends readonly (infer Element)[]
      ? Wire<Element>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T;

type WireArguments<Arguments extends unknown[]> = {
  [Index in keyof Arguments]: Wire<Arguments[Index]>;
};

/** A generated map of socket events with the payloads spelled as on the wire. */
export type WireEvents<Events> = {
  [Name in keyof Events]: Wire<Events[Name]>;
};
