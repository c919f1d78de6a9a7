/**
 * A code component (PCF) that shows a Relata widget for the record the form shows.
 *
 * It is a thin coat around Relata's custom element: it reads which record the form shows, asks Dataverse's custom API
 * `relata_MintToken` (see ../../dynamics-web-resource/MintRelataToken.cs) for tokens, and mounts the element.
 */

const WIDGETS = ['who-knows-whom', 'health', 'kpis', 'timeline'];

interface RelataElement extends HTMLElement {
  server: string;
  record: string;
  tokenProvider: (record: string) => Promise<string>;
}

export class RelataWidget implements ComponentFramework.StandardControl<Inputs, Outputs> {
  private context!: ComponentFramework.Context<Inputs>;
  private element: RelataElement | undefined;

  init(context: ComponentFramework.Context<Inputs>, _changed: () => void, _state: ComponentFramework.Dictionary, container: HTMLDivElement): void {
    this.context = context;
    const server = originOf(context.parameters.server.raw);
    const widget = WIDGETS.find((it) => it === context.parameters.widget.raw) ?? 'who-knows-whom';
    define(server);
    this.element = document.createElement(`relata-${widget}`) as RelataElement;
    this.element.server = server;
    this.element.tokenProvider = (record) => this.mint(record);
    container.append(this.element);
    this.updateView(context);
  }

  updateView(context: ComponentFramework.Context<Inputs>): void {
    this.context = context;
    const { entityId } = context.mode.contextInfo;
    const record = entityId.replace(/[{}]/g, '').toLowerCase();
    if (this.element && record !== '' && this.element.record !== record) this.element.record = record;
  }

  getOutputs(): Outputs {
    return {};
  }

  destroy(): void {
    this.element?.remove();
  }

  /** On Dataverse's server, as the person who is signed in; whoever may not read the record gets none. */
  private async mint(record: string): Promise<string> {
    const response = await fetch('/api/data/v9.2/relata_MintToken', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ Record: record, Table: this.context.mode.contextInfo.entityTypeName, Origin: location.origin }),
    });
    if (!response.ok) throw new Error(`Dataverse answered ${response.status}`);
    const { Token } = (await response.json()) as { Token: string };
    return Token;
  }
}

/** Scheme and host alone, and only over TLS. */
function originOf(address: string | null): string {
  const { protocol, origin } = new URL(address ?? '');
  if (protocol !== 'https:') throw new Error('Relata has to be reached over https');
  return origin;
}

/** The file that defines the elements, once for all components of a form. */
function define(server: string) {
  const src = `${server}/embed.js`;
  if (document.querySelector(`script[src="${CSS.escape(src)}"]`)) return;
  document.head.append(Object.assign(document.createElement('script'), { type: 'module', src }));
}
