import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { anUmbel } from './an-umbel.ts'

// How long the pages of the console take for an organization of a size that no test can make in its time:
//   node test/scale.ts --accounts 1000000 --entries 10000000
// So many accounts are managed, as many more wait to be claimed, and the log has so many entries. Times are from the request to the
// last byte, over loopback, with warm caches.

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '20000' }, entries: { type: 'string', default: '100000' } },
})
const [accounts, entries] = [Number(values.accounts), Number(values.entries)]
const password = 'umbels grow in spring'
const rounds = 40

const umbel = await anUmbel({ after: () => undefined })
const jonas = await umbel.holder('jonas@home.example', password)
const base = String((await jonas.post('/organizations/new', { name: 'Acme Inc.' })).headers.location)
const organizationId = base.split('/').at(-1) ?? ''
const fillers = new pg.Client({ connectionString: umbel.databaseUrl })
await fillers.connect()

/** Statements that fill the tables without triggers: it is their size that matters here. */
async function fill(): Promise<void> {
  const run = async (statement: string, ...parameters: unknown[]) => void (await fillers.query(statement, parameters))
  await run(`set session_replication_role = replica`)
  const domains = ['acme.example', 'acme-labs.example']
  for (const name of domains)
    await run(
      `insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
         proved_by, proved_at, verified_at, next_look_at, created_at)
       values (gen_random_uuid(), $1, $2, false, 'umbel-verify=scale', now(), now(), 'dns', now(), now(), now() + interval '1 day',
         now())`,
      organizationId,
      name,
    )
  const account = (domain: string, managed: boolean) => `
    insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at, last_active_on,
      managed_by, managed_through, managed_since)
    select gen_random_uuid(), (array['Amara','Bo','Chiara','Daniel','Lena','Mira','Noor','Priya','Ruth','Wei'])[1 + n % 10] || ' ' ||
        substr(md5(n::text), 1, 8), '${domain.slice(0, 8)}' || n, 'p' || n || '@${domain}', 'p' || n || '@${domain}', now(), now(), now(),
      current_date - (n % 400), ${managed ? 'd.organization_id, d.id, now()' : 'null, null, null'}
    from generate_series(1, $1::int) as n, organization_domain d where d.name = '${domain}'`
  await run(account('acme.example', true), accounts)
  await run(account('acme-labs.example', false), accounts)
  await run(`
    insert into second_step (account_id, turned_on_at)
    select id, now() from account where managed_by is not null and hashtext(id::text) % 3 <> 0`)
  await run(
    `with people as (select array_agg(id) as ids from (select id from account where managed_by is not null limit 100000) as few)
     insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, organization_id, detail)
     select now() - make_interval(secs => n), case n % 3 when 0 then 'admin' else 'system' end, ids[1 + n % array_length(ids, 1)],
       (array['account.managed','account.deactivated','domain-claim.verified','organization.renamed'])[1 + n % 4],
       ids[1 + (n * 7) % array_length(ids, 1)], $2,
       '{"reason": "–", "domain": "acme.example", "from": "Acme", "to": "Acme Inc."}'
     from people, generate_series(1, $1::int) as n`,
    entries,
    organizationId,
  )
  await run('set session_replication_role = origin')
  await run('vacuum (analyze) account')
  await run('vacuum (analyze) audit_entry')
  await run('vacuum (analyze) second_step')
}

async function time(path: string): Promise<void> {
  const took: number[] = []
  let status = 0
  for (let round = 0; round < rounds + 5; round += 1) {
    const began = performance.now()
    status = (await jonas.get(path)).status
    if (round >= 5) took.push(performance.now() - began)
  }
  took.sort((one, other) => one - other)
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(1).padStart(8)
  console.log(`${at(0.5)} ${at(0.95)}  ${status}  ${path.replace(base, '')}`)
}

const began = performance.now()
await fill()
console.log(
  `filled in ${((performance.now() - began) / 1000).toFixed(0)} s: ${accounts} managed, ${accounts} to claim, ${entries} entries`,
)
const labs = (await fillers.query(`select id from organization_domain where name = 'acme-labs.example'`)).rows[0].id
const somebody = (await fillers.query('select id from account where managed_by is not null limit 1')).rows[0].id
console.log('  median      95%  ms, status, page')
const pages = [
  '',
  '/accounts',
  '/accounts?q=mira',
  '/accounts?q=p77777',
  '/accounts?status=deactivated',
  '/accounts?two-step=off',
  '/accounts?active=not-90',
  '/accounts?sort=active',
  `/accounts/${somebody}`,
  '/domains',
  `/domains/${labs}`,
  `/domains/${labs}/claim`,
  '/audit',
  '/audit?kind=account',
  '/audit?who=jonas%40home.example',
]
for (const page of pages) await time(`${base}${page}`)
// The server of this database goes with this process.
process.exit()
