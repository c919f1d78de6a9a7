/** Roles and rights in words; one that this version does not know, by its own name. */
import type { ContributingRole } from '../api/types.js';
import en from '../locales/en.json';
import { LOCALE, t, type Key, type Values } from '../locales/t.js';

/** In the order they are shown. */
export const ROLES: ContributingRole[] = ['salesperson', 'sales_manager', 'administrator', 'directory_administrator', 'auditor'];

export const roleInWords = (role: string) => known(`role.${role}`) ?? unknown(role);

/** What the role is for, in a sentence. */
export const roleWhat = (role: string) => known(`role.${role}.what`) ?? '';

/** "two_words" as "two words" */
export const unknown = (name: string) => name.replaceAll('_', ' ');

/** A remark of the server with the roles it names in words. */
export const rolesNamed = (remark: string) => remark.replace(/`(\w+)`/g, (marked, name: string) => known(`role.${name}`)?.toLocaleLowerCase(LOCALE) ?? marked);

export const known = (key: string, values: Values = {}) => (key in en ? t(key as Key, values) : undefined);
