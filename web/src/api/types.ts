/**
 * The answers of the server, as the rest of the application names them.
 *
 * `schema.gen.ts` is generated from the server's OpenAPI document (`npm run generate`); this file is the only one that
 * knows it.
 */
import type { components } from './schema.gen.js';

type Schemas = components['schemas'];

export type Acquaintance = Schemas['Acquaintance'];
export type Acquaintances = Schemas['Acquaintances'];
export type Band = Schemas['Band'];
export type Broken = Schemas['Broken'];
export type Colleague = Schemas['Colleague'];
export type Colleagues = Schemas['Colleagues'];
export type Counts = Schemas['Counts'];
export type Direction = Schemas['Direction'];
export type Draft = Schemas['Draft'];
export type Evidence = Schemas['Evidence'];
export type InteractionKind = Schemas['InteractionKind'];
export type Introducer = Schemas['Introducer'];
export type Introducers = Schemas['Introducers'];
export type Introduction = Schemas['Introduction'];
export type LastInteraction = Schemas['LastInteraction'];
export type Letter = Schemas['NewIntroductionBody'];
export type Named = Schemas['Named'];
export type Overview = Schemas['Overview'];
export type Part = Schemas['EvidencePart'];
export type PersonPage = Schemas['PersonPage'];
export type Piece = Schemas['Piece'];
export type Reading = Schemas['Reading'];
export type RecordKind = Schemas['RecordKind'];
export type RecordPage = Schemas['RecordPage'];
export type RecordSummary = Schemas['RecordSummary'];
export type Records = Schemas['Records'];
export type SearchHit = Schemas['SearchHit'];
export type SearchResults = Schemas['SearchResults'];
export type Source = Schemas['Source'];
export type Target = Schemas['Target'];
export type Tie = Schemas['Tie'];
export type Viewer = Schemas['Viewer'];

/** What a pair's interactions are counted by. */
export type Counted = Pick<Tie, 'sent' | 'received' | 'replies' | 'meetings' | 'last'>;
