import { everythingHeld } from '#account-page'

const opening = `# What is held about an account

This page is generated from the code: \`held.ts\` of each room. A test fails when a table or a column is missing here.

Holders get all of it under Profile, Download your data: a zip archive with \`index.html\` to read, \`account.json\`,
\`activity.json\`, and the picture, if there is one. Names in the JSON are those below. Moments are RFC 3339.

\`account.json\` is an object: \`format\` (\`umbel.account/1\`; a later version that readers of this one would misunderstand gets
another number), \`made_at\`, \`made_by\` (the address of this installation), \`language\`, \`files\`, \`profile\` (an object), and a list
for each other name, newest first. A list of more than 10,000 is cut off there, and named in \`left_out\`.

\`activity.json\` is an object: \`format\` (\`umbel.activity/1\`), \`entries\`, newest first, 100,000 at most, and \`older_left_out\`. An
entry has \`at\`, \`action\`, \`sentence\` (in the account's language), \`by\` (\`you\`, \`admin\`, \`operator\`, \`product\`, \`system\`,
\`visitor\`), \`by_sentence\`, and, where they are known, \`network\`, \`device\` and \`detail\`.

When an account is erased, most of it goes with the account's own row. What does not is said in the last column.
`

/** Everything that is held about an account, as a page of the manual (ACC-9, ACC-10). */
export function heldManual(): string {
  const rows = everythingHeld.map(({ as, table, by, means, given, also = {}, leftOut, erased }) => {
    const names = [...given, ...Object.keys(also)].map((name) => `\`${name}\``).join(', ')
    const out = Object.entries(leftOut)
      .filter(([name]) => name !== by)
      .map(([name, reason]) => `\`${name}\`: ${reason}`)
      .join('; ')
    return `| \`${as}\` | \`${table}\` | ${means} | ${names} | ${out} | ${erased} |`
  })
  return `${opening}
| name | table | what it is | given | left out | when erased |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}
