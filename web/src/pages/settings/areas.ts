/** The parts of the settings: what each is called, who may open it, and its page. */
import { html, type TemplateResult } from 'lit';
import type { Key } from '../../locales/t.js';
import './access.js';
import './analytics.js';
import './audit.js';
import './consent.js';
import './embedding.js';
import './people.js';
import './privacy.js';
import './roles.js';
import './sources.js';

export interface Area {
  name: string;
  label: Key;
  /** Whoever has one of these is offered it; the server decides again. */
  rights: string[];
  page: () => TemplateResult;
}

export const AREAS: Area[] = [
  { name: 'consent', label: 'settings.area.consent', rights: ['manage_insights', 'give_consent', 'read_audit'], page: () => html`<relata-consent-page></relata-consent-page>` },
  { name: 'sources', label: 'settings.area.sources', rights: ['manage_sources'], page: () => html`<relata-sources-page></relata-sources-page>` },
  { name: 'analytics', label: 'settings.area.analytics', rights: ['manage_settings'], page: () => html`<relata-analytics-page></relata-analytics-page>` },
  { name: 'people', label: 'settings.area.people', rights: ['manage_people'], page: () => html`<relata-participation-page></relata-participation-page>` },
  { name: 'roles', label: 'settings.area.roles', rights: ['manage_roles'], page: () => html`<relata-roles-page></relata-roles-page>` },
  { name: 'privacy', label: 'settings.area.privacy', rights: ['manage_people'], page: () => html`<relata-privacy-page></relata-privacy-page>` },
  { name: 'audit', label: 'settings.area.audit', rights: ['read_audit'], page: () => html`<relata-audit-page></relata-audit-page>` },
  { name: 'access', label: 'settings.area.access', rights: ['manage_access'], page: () => html`<relata-access-page></relata-access-page>` },
  { name: 'embedding', label: 'settings.area.embedding', rights: ['manage_access'], page: () => html`<relata-embedding-page></relata-embedding-page>` },
];

/** What somebody with these rights is offered. */
export const areasFor = (rights: string[]) => AREAS.filter((area) => area.rights.some((it) => rights.includes(it)));
