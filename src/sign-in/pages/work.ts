import { asset, type Html, hidden, html, note, type Say } from '#platform/page'
import type { Work } from '../work.ts'

/**
 * What a form carries when the browser has work to do first (LOG-5). Without scripts it says how long to wait instead; with
 * them `web/work.js` does the work and says so. There is never anything to solve for the person (WCAG 3.3.8).
 */
export function workPart(say: Say, work: Work | undefined): Html | undefined {
  if (!work) return undefined
  const { token, waitSeconds, again } = work
  return html`<div class="mt-6" data-work-worker="${asset('work-worker.js')}" data-work-seconds="${waitSeconds}" data-work-doing="${say('sign-in.work.doing')}" data-work-sending="${say('sign-in.work.sending')}" data-work-done="${say('sign-in.work.done')}">
${hidden('work', token)}${note(again ? 'warn' : 'plain', waitWords(say, work))}</div>
<script type="module" src="${asset('work.js')}"></script>`
}

function waitWords(say: Say, { again, waitSeconds: seconds }: Work): Html {
  if (again === 'early') return say.html('sign-in.work.early', { seconds })
  return again ? say.html('sign-in.work.missing', { seconds }) : say.html('sign-in.work.wait', { seconds })
}
