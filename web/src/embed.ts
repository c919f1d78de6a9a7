/**
 * The one file that another application's form includes. It defines the widgets and does nothing else.
 *
 * ```html
 * <script type="module" src="https://relata.example.org/embed.js"></script>
 * <relata-who-knows-whom server="https://relata.example.org" record="C-1"></relata-who-knows-whom>
 * <relata-health server="https://relata.example.org" record="C-1"></relata-health>
 * <relata-kpis server="https://relata.example.org" record="C-1" days="90"></relata-kpis>
 * <relata-timeline server="https://relata.example.org" record="C-1" days="180"></relata-timeline>
 * ```
 */
import './widgets/health/health.js';
import './widgets/kpis/kpis.js';
import './widgets/timeline/timeline.js';
import './widgets/who-knows-whom/who-knows-whom.js';
