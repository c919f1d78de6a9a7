/** A picture for each way of being in touch. */
import type { Touch } from '../../api/types.js';
import { callIcon, emailIcon, meetingIcon, taskIcon } from '../../icons.js';

export const channelIcons: Record<Touch['channel'], typeof emailIcon> = {
  email: emailIcon,
  meeting: meetingIcon,
  call: callIcon,
  task: taskIcon,
};
