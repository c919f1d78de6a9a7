/**
 * The Fluent controls that the application's shell and pages use. The widgets use none, so `embed.js` carries none.
 *
 * Fluent tells a button's role to the browser alone, by element internals; checkers such as axe see only attributes and
 * object to a label without a role. So write `<fluent-button role="button">`.
 */
import '@fluentui/web-components/badge/define.js';
import '@fluentui/web-components/button/define.js';
import '@fluentui/web-components/tab/define.js';
import '@fluentui/web-components/tablist/define.js';
