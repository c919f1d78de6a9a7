/**
 * The one file that another application's form includes. It defines the widgets and does nothing else.
 *
 * ```html
 * <script type="module" src="https://relata.example.org/embed.js"></script>
 * <relata-who-knows-whom server="https://relata.example.org" record="C-1"></relata-who-knows-whom>
 * ```
 */
import './widgets/who-knows-whom/who-knows-whom.js';
