import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#kernel'
import { refusalKey, SettingsFault, sayIn } from '#platform'
import { openOperatorDatabase } from './commands/operator.ts'
import { commandLineProduct, productUsage } from './commands/product.ts'

const root = join(import.meta.dirname, '..')

const help = `Umbel, at the command line. Use it where Umbel runs: with its settings, and its database reachable.

  npx umbel product add NAME --home URL --redirect-uri URL [more below]
  npx umbel product list [--json]
  npx umbel product show ID [--json]
  npx umbel product change ID [the same options as add]
  npx umbel product remove ID
  npx umbel product new-secret ID [--json]
  npx umbel product apply FILE [--json]    register what a JSON file lists
  npx umbel keys list | rotate             the keys that sign tokens
  npx umbel account add ADDRESS --name NAME [--operator]
                                           an account whose address you vouch for; the person sets a password by mail
  npx umbel account suspend ID_OR_ADDRESS --reason TEXT
                                           nobody can log in to it, for abuse; restore takes that back
  npx umbel account restore | show ID_OR_ADDRESS [--json]
  npx umbel log-outs [--product ID] [--failing] [--json]
                                           log-outs that products have not acknowledged
  npx umbel log-outs replay ID | --product ID | --all
                                           sends them again
  npx umbel receipts ACCOUNT_ID [--json]   what each product was told about an account, and what it answered
  npx umbel receipts --failing [--json]    events about accounts that products have not acknowledged
  npx umbel receipts replay ID | --product ID | --all
                                           tells them again
  npx umbel site add NAME --host HOST [--organization ID] [--product ID …] [--json]
                                           a place where products run, such as acme.umbel.example
  npx umbel site list [--json]
  npx umbel site link-product SITE --product ID [--product ID …]
  npx umbel site connect-google SITE --domain DOMAIN --client-id ID --client-secret SECRET [--issuer URL] [--skip-page]
                                           people with an address of that domain log in with Google there
  npx umbel site disconnect-google SITE
  npx umbel organization add NAME --admin ADDRESS [--json]
                                           a company that looks after accounts; whoever has the address runs it
  npx umbel organization list | show ID [--json]
  npx umbel domain list [--failing] [--json]
                                           domains of all organizations, and how their proof stands
  npx umbel claim list | show ID [--json]  claims of domains' accounts, and where their persons stand
  npx umbel explain-log-in --product ID [--address ADDRESS] [--site SITE] | --manual
                                           where a log-in goes, and which rules say so
  npx umbel audit check [--organization ID]
                                           whether the audit log still is what was recorded
  npx umbel audit export --format csv|json [--organization ID] [--from DATE] [--to DATE]
                                           the audit log, or a part of it
  npx umbel audit stream list | add --to URL | remove  [--organization ID]
                                           the audit log as it grows, to a webhook
  npx umbel settings                       every setting and its meaning
  npx umbel control                        who controls what of an account
  npx umbel --help

${productUsage}
Settings are read from the environment and from umbel.env, as at start.
`

async function main(): Promise<number> {
  const [topic, verb, ...rest] = process.argv.slice(2)
  if (topic === undefined || topic === 'help' || topic === '--help' || topic === '-h') {
    console.log(help)
    return topic === undefined ? 2 : 0
  }
  if (existsSync(join(root, 'umbel.env'))) process.loadEnvFile(join(root, 'umbel.env'))
  if (topic === 'settings') {
    const { settingsManual } = await import('./commands/settings.ts')
    console.log(settingsManual())
    return 0
  }
  if (topic === 'control') {
    const { controlManual } = await import('./commands/control.ts')
    console.log(controlManual())
    return 0
  }
  if (topic === 'site') {
    const { commandLineSite } = await import('./commands/site.ts')
    return commandLineSite(verb, rest, () => openOperatorDatabase(root))
  }
  if (topic === 'organization') {
    const { commandLineOrganization } = await import('./commands/organization.ts')
    return commandLineOrganization(verb, rest, () => openOperatorDatabase(root))
  }
  if (topic === 'domain') {
    const { commandLineDomain } = await import('./commands/domain.ts')
    return commandLineDomain(verb, rest, () => openOperatorDatabase(root))
  }
  if (topic === 'claim') {
    const { commandLineClaim } = await import('./commands/claim.ts')
    return commandLineClaim(verb, rest, () => openOperatorDatabase(root))
  }
  if (topic === 'explain-log-in') {
    const { explainLogIn } = await import('./commands/explain-log-in.ts')
    return explainLogIn(process.argv.slice(3), () => openOperatorDatabase(root))
  }
  if (topic === 'product') return commandLineProduct(verb, rest, () => openOperatorDatabase(root))
  if (topic === 'keys') {
    const { commandLineKeys } = await import('./commands/keys.ts')
    return commandLineKeys(verb, () => openOperatorDatabase(root))
  }
  if (topic === 'account') {
    const { commandLineAccount } = await import('./commands/account.ts')
    return commandLineAccount(verb, rest, () => openOperatorDatabase(root))
  }
  if (topic === 'log-outs') {
    const { commandLineLogOuts } = await import('./commands/log-outs.ts')
    return commandLineLogOuts(process.argv.slice(3), () => openOperatorDatabase(root))
  }
  if (topic === 'receipts') {
    const { commandLineReceipts } = await import('./commands/receipts.ts')
    return commandLineReceipts(process.argv.slice(3), () => openOperatorDatabase(root))
  }
  if (topic === 'audit') {
    const { commandLineAudit } = await import('./commands/audit.ts')
    return commandLineAudit(process.argv.slice(3), () => openOperatorDatabase(root))
  }
  console.error(`There is no “${topic}”. npx umbel --help lists what there is.`)
  return 2
}

try {
  process.exitCode = await main()
} catch (error) {
  const say = sayIn('en', 'UTC')
  if (error instanceof Refusal) {
    const key = refusalKey(error.code)
    console.error(`${say.has(key) ? say(key, error.details) : 'That was refused.'} (${error.code})`)
    process.exitCode = 1
  } else if (error instanceof SettingsFault || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
    console.error((error as Error).message)
    process.exitCode = 2
  } else {
    console.error(error instanceof Error && error.constructor === Error ? error.message : error)
    process.exitCode = 1
  }
}
