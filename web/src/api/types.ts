/**
 * The answers of the server, as the rest of the application names them.
 *
 * `schema.gen.ts` is generated from the server's OpenAPI document (`npm run generate`); this file is the only one that
 * knows it.
 */
import type { components } from './schema.gen.js';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Accuracy = Schemas['Accuracy'];
export type Acquaintance = Schemas['Acquaintance'];
export type Acquaintances = Schemas['Acquaintances'];
export type Activities = Schemas['Activities'];
export type ActivityDay = Schemas['ActivityDay'];
export type ActivityWeek = Schemas['ActivityWeek'];
export type AnalyticsSettings = Schemas['AnalyticsSettings'];
export type ApiToken = Schemas['ApiToken'];
export type AuditCheck = Schemas['AuditCheck'];
export type AuditEvent = Schemas['AuditEvent'];
export type AuditTrail = Schemas['AuditTrail'];
export type Band = Schemas['Band'];
export type Broken = Schemas['Broken'];
export type Bubble = Schemas['Bubble'];
export type Cell = Schemas['CoverageCell'];
export type Colleague = Schemas['Colleague'];
export type Colleagues = Schemas['Colleagues'];
export type CompletenessLine = Schemas['CompletenessLine'];
export type CompletenessPage = Schemas['CompletenessPage'];
export type Connection = Schemas['Connection'];
export type Consent = Schemas['Consent'];
export type ConsentCounts = Schemas['ParticipationCounts'];
export type Contacted = Schemas['Contacted'];
export type ContributingRole = Schemas['ContributingRole'];
export type Contributors = Schemas['Contributors'];
export type Counts = Schemas['Counts'];
export type Coverage = Schemas['Coverage'];
export type Direction = Schemas['Direction'];
export type Draft = Schemas['Draft'];
export type EmailEngagement = Schemas['EmailEngagement'];
export type Enabling = Schemas['Enabling'];
export type Engagement = Schemas['Engagement'];
export type EngagementHistory = Schemas['EngagementHistory'];
export type EngagementRow = Schemas['EngagementRow'];
export type Evidence = Schemas['Evidence'];
export type Expected = Schemas['Expected'];
export type Features = Schemas['Features'];
export type FolderLedger = Schemas['FolderLedger'];
export type FolderLine = Schemas['FolderLine'];
export type Grades = Schemas['Grades'];
export type Group = Schemas['Group'];
export type Happening = Schemas['ConsentHistoryLine'];
export type HealthState = Schemas['HealthState'];
export type HiddenContact = Schemas['HiddenContact'];
export type Insights = Schemas['Insights'];
export type InteractionKind = Schemas['InteractionKind'];
export type Introducer = Schemas['Introducer'];
export type Introducers = Schemas['Introducers'];
export type Introduction = Schemas['Introduction'];
export type IntroductionAnswer = Schemas['IntroductionAnswer'];
export type IntroductionState = Schemas['IntroductionState'];
export type Introductions = Schemas['Introductions'];
export type KindOfInsight = Schemas['ConsentKind'];
export type LastInteraction = Schemas['LastInteraction'];
export type Letter = Schemas['NewIntroductionBody'];
export type Level = Schemas['Level'];
export type Mailbox = Schemas['Mailbox'];
export type Measures = Schemas['Measures'];
export type MeetingAhead = Schemas['MeetingAhead'];
export type Mode = Schemas['ConsentMode'];
export type Move = Schemas['Move'];
export type Moves = Schemas['Moves'];
export type MyTie = Schemas['MyTie'];
export type MyTies = Schemas['MyTies'];
export type MyViews = Schemas['MyViews'];
export type MyWaiting = Schemas['MyWaiting'];
export type Named = Schemas['Named'];
export type NamingQuestion = Schemas['NamingQuestion'];
export type NewToken = Schemas['NewToken'];
export type Origin = Schemas['EmbedOrigin'];
export type OwnMailbox = Schemas['OwnMailbox'];
export type Overview = Schemas['Overview'];
export type Part = Schemas['EvidencePart'];
export type NewConnection = Schemas['NewConnection'];
export type Participant = Schemas['Participant'];
export type Participation = Schemas['Participation'];
export type ParticipationState = Schemas['ParticipationState'];
export type PeopleOfRecord = Schemas['PeopleOfRecord'];
export type PersonPage = Schemas['PersonPage'];
export type Piece = Schemas['Piece'];
export type Pipeline = Schemas['Pipeline'];
export type Privacy = Schemas['Privacy'];
export type Reading = Schemas['Reading'];
export type RecordKind = Schemas['RecordKind'];
export type RecordPage = Schemas['RecordPage'];
export type RecordRow = Schemas['RecordRow'];
export type RecordSummary = Schemas['RecordSummary'];
export type Records = Schemas['Records'];
export type RightInWords = Schemas['Right'];
export type SavedSettings = Schemas['SavedSettings'];
export type SearchHit = Schemas['SearchHit'];
export type SearchResults = Schemas['SearchResults'];
export type SentIntroduction = Schemas['SentIntroduction'];
export type Session = Schemas['Session'];
export type Side = Schemas['Side'];
export type SignInWays = Schemas['SignInWays'];
export type SimilarAverages = Schemas['SimilarAverages'];
export type SimilarDeal = Schemas['SimilarDeal'];
export type Source = Schemas['Source'];
export type Stale = Schemas['Stale'];
export type Standing = Schemas['Standing'];
export type Status = Schemas['RecordStatus'];
export type TenantGroup = Schemas['TenantGroup'];
export type TrialFinding = Schemas['TrialFinding'];
export type TrialLine = Schemas['TrialLine'];
export type TrialPlan = Schemas['TrialPlan'];
export type TrialStep = Schemas['TrialStep'];
export type Target = Schemas['Target'];
export type Tie = Schemas['Tie'];
export type Touch = Schemas['Touch'];
export type Transport = Schemas['Transport'];
export type Trend = Schemas['Trend'];
export type Trouble = Schemas['Trouble'];
export type Troubles = Schemas['Troubles'];
export type View = Schemas['View'];
export type Viewer = Schemas['Viewer'];
export type Visibility = Schemas['Visibility'];
export type Waiting = Schemas['Waiting'];
export type WantedToken = Schemas['WantedToken'];
export type What = Schemas['Movement'];

/** What a pair's interactions are counted by. */
export type Counted = Pick<Tie, 'sent' | 'received' | 'replies' | 'meetings' | 'last'>;
export type Grade = Extract<HealthState, 'good' | 'fair' | 'poor'>;
export type Weighed = keyof AnalyticsSettings['weights'];

/** Words that the document tells in prose alone. */
export type HealthPart = 'start' | 'frequency' | 'history' | 'silence';
export type Signal = 'emails' | 'meetings' | 'calls' | 'tasks' | 'history' | 'silence';
export type SentenceKind =
  | 'more_meetings'
  | 'more_emails'
  | 'more_calls'
  | 'faster_answers'
  | 'faster_than_similar'
  | 'slower_than_similar'
  | 'silence'
  | 'no_reply'
  | 'balanced';

type Narrowed<Answer, Known> = Omit<Answer, keyof Known> & Known;

export type Sentence = Narrowed<Schemas['Sentence'], { kind: SentenceKind; side: 'us' | 'them' | null }>;
export type Kpis = Narrowed<Schemas['Kpis'], { summary: Sentence[] }>;
export type Similar = Narrowed<Schemas['Similar'], { basis: 'similar' | 'recently_won' }>;
export type Health = Narrowed<
  Schemas['Health'],
  { edition: 'basic' | 'enhanced'; parts: { part: HealthPart; points: number }[]; movers: { signal: Signal; points: number }[] }
>;

export type MyParticipation = Narrowed<Schemas['MyParticipation'], { state: ParticipationState }>;
export type MyAccessRequest = Narrowed<Schemas['MyAccessRequest'], { state: 'requested' | 'ready' | 'expired' | 'failed' }>;
export type MyStored = Narrowed<Schemas['MyStored'], { access_request: MyAccessRequest | null }>;
export type NamingRequest = Narrowed<Schemas['NamingRequest'], { target: { kind: 'person' | 'record'; id: string; name: string } }>;
export type NamingRequests = Narrowed<Schemas['NamingRequests'], { mine: NamingRequest[] }>;

export type HolderKind = 'colleague' | 'group' | 'account' | 'claim' | 'role';
export type Holder = Narrowed<Schemas['Holder'], { kind: HolderKind }>;
export type Grant = Narrowed<Schemas['Grant'], { holder: Holder }>;
export type Assignment = Narrowed<Schemas['Assignment'], { holder: Holder }>;
export type RoleOfAll = Narrowed<Schemas['Role'], { granted: Grant[] }>;
export type Roles = Narrowed<Schemas['Roles'], { roles: RoleOfAll[]; assignments: Assignment[]; grants: Grant[] }>;

export type ErasureKind = 'person' | 'mailbox' | 'everything' | 'insights';
export type ErasureSource = 'forget' | 'opt_out' | 'group' | 'withdrawal';
export type ErasureState = 'requested' | 'rows_gone' | 'files_gone' | 'failed';
export type Erasure = Narrowed<Schemas['Erasure'], { kind: ErasureKind; source: ErasureSource; state: ErasureState }>;
/** What somebody asks to have forgotten. */
export type SubjectKind = 'person' | 'address' | 'mailbox' | 'everything';
export type ErasureSubject = Narrowed<Schemas['ErasureSubject'], { kind: SubjectKind }>;
export type AccessRequest = Narrowed<Schemas['AccessRequestOfPerson'], { state: MyAccessRequest['state'] }>;
