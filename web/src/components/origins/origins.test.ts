import { expect, test } from 'vitest';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { write } from '../../testing/press.js';
import { originFault } from './origin-fault.js';
import type { AddOriginEvent } from './origins.js';
import './origins.js';

test.each([
  ['https://acme.crm4.dynamics.com', null],
  ['https://acme.example:8443/', null],
  ['http://localhost:3000', null],
  ['HTTPS://ACME.example', null],
  ['acme.example', 'origins.fault.address'],
  ['javascript:alert(1)', 'origins.fault.address'],
  ['https://*.example', 'origins.fault.wildcard'],
  ['http://acme.example', 'origins.fault.https'],
  ['https://acme.example/main.aspx', 'origins.fault.path'],
  ['https://you@acme.example', 'origins.fault.path'],
])('%s has the fault %s', (address, fault) => {
  expect(originFault(address)).toBe(fault);
});

async function add(address: string) {
  const origins = await mount('relata-origins', { origins: [{ origin: 'https://a.example', label: 'A' }] });
  const heard: unknown[] = [];
  origins.addEventListener('relata-add-origin', (it) => heard.push((it as AddOriginEvent).origin));
  await write(origins, 'Address', address);
  await write(origins, 'Name', ' CRM ');
  must<HTMLFormElement>(origins, 'form').requestSubmit();
  await settled(origins);
  return { origins, heard };
}

test('a right address is told as browsers write it', async () => {
  const { heard } = await add('https://ACME.example/');
  expect(heard).toEqual([{ origin: 'https://acme.example', label: 'CRM' }]);
});

test.each([
  ['https://*.example', 'Write out each address'],
  ['https://a.example', 'This address is in the list already.'],
])('%s is not sent, and why is said', async (address, text) => {
  const { origins, heard } = await add(address);
  expect([heard, textOf(must(origins, '[role=alert]'))]).toEqual([[], expect.stringContaining(text)]);
  await write(origins, 'Address', 'https://b.example');
  expect(textOf(must(origins, '[role=alert]'))).toBe('');
});

test('that none may is said', async () => {
  const origins = await mount('relata-origins', {});
  expect([find(origins, 'table'), textOf(origins)]).toEqual([null, expect.stringContaining('No other application may show Relata yet.')]);
});
