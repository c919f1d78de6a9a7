/**
 * A panel on EspoCRM's record pages: Relata's iframe, with a token that EspoCRM's server asks for.
 *
 * The handshake is the one of samples/relata-frame.js.
 */
define('custom:views/relata/panel', ['views/record/panels/bottom'], (Dep) =>
  class extends Dep {
    templateContent = '<iframe title="Relata" style="width: 100%; border: 0"></iframe>';

    async afterRender() {
      const first = await this.fetchToken();
      const frame = this.element.querySelector('iframe');
      const relata = new URL(first.relata).origin;
      let given = first.token;
      this.hear = async ({ source, origin, data }) => {
        if (source !== frame.contentWindow || origin !== relata || data?.v !== 1) return;
        if (data.type === 'relata:resize' && Number.isFinite(data.height)) frame.style.height = `${data.height}px`;
        if (data.type !== 'relata:ready' && data.type !== 'relata:expired') return;
        const token = given ?? (await this.fetchToken()).token;
        given = null;
        frame.contentWindow.postMessage({ type: 'relata:context', v: 1, token }, relata);
      };
      window.addEventListener('message', this.hear);
      frame.src = `${relata}/embed/v1/who-knows-whom`;
    }

    onRemove() {
      window.removeEventListener('message', this.hear);
    }

    fetchToken() {
      return Espo.Ajax.postRequest(`Relata/${this.model.entityType}/${this.model.id}/token`);
    }
  });
