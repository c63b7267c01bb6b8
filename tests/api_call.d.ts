/** What the API answers to `call` in queueing/static/api.js, found by method and path in its own OpenAPI. */
import type { paths } from "now-serving-api";

/** A path with every parameter as `{}`: the OpenAPI's `{ticket}`, and what a caller's template fills in. */
type Pattern<Path extends string> = Path extends `${infer First}/${infer Rest}`
  ? `${Segment<First>}/${Pattern<Rest>}`
  : Segment<Path>;

type Segment<Part extends string> = Part extends `{${string}}`
  ? "{}"
  : string extends Part
    ? "{}"
    : `${number}` extends Part
      ? "{}"
      : Part;

type WithoutQuery<Path extends string> = Path extends `${infer Before}?${string}` ? Before : Path;

type Documented = { [Known in keyof paths & string as Pattern<Known>]: paths[Known] };

type Content<Response> = Response extends { content: { "application/json": infer Body } } ? Body : null;

type Answered<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & Good]: Content<Responses[Status]> }[keyof Responses & Good]
  : unknown;

type Good = 200 | 201 | 202 | 204;

type Found<Method extends string, Item> =
  Item extends Record<Lowercase<Method>, infer Operation> ? Answered<Operation> : unknown;

/** The JSON of a good answer, null where there is none; unknown at an address that the OpenAPI does not have. */
export type Answer<Method extends string, Path extends string> =
  Pattern<`/api/v1${WithoutQuery<Path>}`> extends infer Wanted
    ? Wanted extends keyof Documented
      ? Found<Method, Documented[Wanted]>
      : unknown
    : never;
