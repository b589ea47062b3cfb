import { type Action, actions, type Kind, type Part, type Verdict, verdictOn } from '#account'
import { type Html, html, icon, type Say } from '#platform/page'

/** Who decides what about an account, drawn from the table that decides (CTL). */
export function controlTable(say: Say): Html {
  const row = (action: Action) => {
    const cell = (kind: Kind, part: Part) => html`<td>${verdictHtml(say, verdictOn(action, kind, part))}</td>`
    return html`<tr><th scope="row">${actionName(say, action)}</th>${cell('personal', 'holder')}${cell('managed', 'holder')}${cell('managed', 'org-admin')}</tr>
`
  }
  return html`<div class="card table-wrap mt-4">
<table class="table"><caption class="sr-only">${say('help.control.caption')}</caption>
<thead>
<tr><th scope="col"><span class="sr-only">${say('help.control.action')}</span></th><th scope="col">${say('help.control.personal')}</th><th scope="col">${say('help.control.managed')}</th><th scope="col">${say('help.control.administrator')}</th></tr></thead>
<tbody>
${actions.map(row)}</tbody></table></div>
`
}

function actionName(say: Say, action: Action): string {
  const names: Readonly<Record<Action, string>> = {
    'change-email': say('help.control.change-email'),
    'change-name': say('help.control.change-name'),
    'change-picture': say('help.control.change-picture'),
    delete: say('help.control.delete'),
    deactivate: say('help.control.deactivate'),
    'see-products': say('help.control.see-products'),
    'access-content': say('help.control.access-content'),
    'access-others-content': say('help.control.access-others-content'),
    'set-password-for-holder': say('help.control.set-password-for-holder'),
  }
  return names[action]
}

function verdictHtml(say: Say, verdict: Verdict): Html {
  if (verdict === 'yes') return html`<span class="yes">${icon('check', 18)}${say('help.control.yes')}</span>`
  const word = {
    no: say('help.control.no'),
    ask: say('help.control.ask'),
    'own-site': say('help.control.own-site'),
    abuse: say('help.control.abuse'),
    never: say('help.control.never'),
  }[verdict]
  return html`<span class="nope">${icon(verdict === 'ask' ? 'mail' : 'lock', 18)}${word}</span>`
}
