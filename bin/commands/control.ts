import { type Action, actions, type Verdict, verdictOn } from '#account'

const what: Readonly<Record<Action, string>> = {
  'change-email': 'change the email address',
  'change-name': 'change the name',
  'change-picture': 'change the picture',
  delete: 'delete the account',
  deactivate: 'deactivate the account, and turn it on again',
  'see-products': 'see which products the account can use',
  'access-content': 'open the account’s own content',
  'access-others-content': 'open somebody else’s content, or pose as its holder',
  'set-password-for-holder': 'choose a password for the holder',
}
const words: Readonly<Record<Verdict, string>> = {
  yes: 'yes',
  no: 'no',
  ask: 'may ask',
  'own-site': 'on its own site',
  abuse: 'suspend, against abuse only',
  never: 'never',
}

/** The control table as `docs/reference/control.md` holds it (CTL): generated from the code that decides. */
export function controlManual(): string {
  const row = (action: Action) =>
    [
      what[action],
      verdictOn(action, 'personal', 'holder'),
      verdictOn(action, 'managed', 'holder'),
      verdictOn(action, 'managed', 'org-admin'),
      verdictOn(action, 'managed', 'site-admin'),
      verdictOn(action, 'managed', 'operator'),
    ].map((cell) => words[cell as Verdict] ?? cell)
  const lines = [
    [
      'action',
      'personal: its holder',
      'managed: its holder',
      'managed: its org admin',
      'any: a site admin',
      'operator',
    ],
    ['---', '---', '---', '---', '---', '---'],
    ...actions.map(row),
  ]
  return `# Who controls what

The one table in the code that decides (\`src/account/control.ts\`). There is no impersonation, no password set by an
administrator, and no “log in as” (CTL-2). This page is generated: \`npx umbel control\`.

${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`
}
