import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accountById, changeName } from '#account'
import { newId } from '#kernel'
import { sql } from '#platform'
import { aManagedHolder, anOrganization } from './a-managed-holder.ts'
import { anUmbel, type OpenUmbel } from './an-umbel.ts'

const password = 'umbels grow in spring'

let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
})
after(async () => {
  for (const end of ends) await end()
})

test('ACC-2 the section about the organization says who manages the account, through which domain, and who decides what', async () => {
  const acme = await anOrganization(umbel, 'Acme Inc.', 'acme.example')
  const { browser } = await aManagedHolder(umbel, acme, 'mira@acme.example', password)
  const { status, body } = await browser.get('/organization')
  assert.equal(status, 200)
  assert.match(body, /Manages this account since .*acme\.example/)
  assert.match(body, /<a href="\/organization" aria-current="page">/)
  assert.match(body, /Choose your password for you[\s\S]*Never/)
  assert.match((await browser.get('/products')).body, /<a href="\/organization">/)
})

test('ACC-2 a personal account has no such section, until a claim is announced to its holder', async () => {
  const bolt = await anOrganization(umbel, 'Bolt Ltd.', 'bolt.example')
  const browser = await umbel.holder('pat@bolt.example', password)
  const on = umbel.database.durable
  assert.doesNotMatch((await browser.get('/profile')).body, /href="\/organization"/)
  assert.match((await browser.get('/organization')).body, /Nobody manages this account/)
  const claimId = newId(on.now)
  await on.run(sql`
    with made as (insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
      values (${claimId}, ${bolt.id}, ${bolt.domainId}, 'all', 'told', ${on.now}, ${on.now}) returning id)
    insert into claim_person (claim_id, account_id, state, told_at)
    select ${claimId}, id, 'found', ${on.now} from account where email = 'pat@bolt.example'`)
  assert.doesNotMatch((await browser.get('/profile')).body, /href="\/organization"/, 'nobody has told the holder yet')
  await on.run(sql`update claim_person set state = 'told' where claim_id = ${claimId}`)
  assert.match((await browser.get('/profile')).body, /href="\/organization"/)
})

test('ACC-11 the section lists what administrators did, in words', async () => {
  const cove = await anOrganization(umbel, 'Cove', 'cove.example')
  const { browser, accountId } = await aManagedHolder(umbel, cove, 'mira@cove.example', password)
  assert.match((await browser.get('/organization')).body, /Nothing yet/)
  await umbel.database.transaction((tx) => changeName(tx, cove.admin, accountId, 'Mira Cove'))
  assert.equal((await accountById(umbel.database.durable, accountId))?.name, 'Mira Cove')
  const { body } = await browser.get('/organization')
  assert.match(body, /Name changed/)
  assert.match(body, /administrator of Cove/i)
})

test('DOM-8 under the address stands who manages the account, and what the holder does not decide says whom to ask', async () => {
  const dune = await anOrganization(umbel, 'Dune & Co.', 'dune.example')
  const { browser } = await aManagedHolder(umbel, dune, 'mira@dune.example', password)
  const { body } = await browser.get('/profile')
  assert.match(body, /This account is managed by <strong>Dune &amp; Co\.<\/strong> \(dune\.example\)/)
  assert.match(body, /<a class="nowrap" href="\/organization">Not your organization\?<\/a>/)
  assert.match(
    body,
    /Dune &amp; Co\. decides this address\. To change it, <a href="\/organization\/ask\/address">ask an administrator/,
  )
  assert.match(body, /Only Dune &amp; Co\. can delete a managed account/)
  assert.doesNotMatch(body, /href="\/profile\/(email|delete)"/)
  assert.match(body, /This account \(managed\)<\/th><th scope="col">A personal account/)
  assert.match(
    body,
    /Delete account<\/th><td class="col-you"><span class="nope">[\s\S]*?Dune &amp; Co\. administrators/,
  )
  assert.match(
    body,
    /Deactivate account<\/th><td class="col-you"><span class="nope">[\s\S]{0,300}?administrators<\/span><\/td><td><span class="nope">[\s\S]{0,300}?Nobody/,
  )
  assert.match(body, /<span class="sub tiny">Managed by Dune &amp; Co\.<\/span>/)
  assert.equal((await browser.get('/security')).status, 200)
})

test('CTL-1 the pages for another address and for deleting refuse what the organization decides, with its name', async () => {
  const elm = await anOrganization(umbel, 'Elm', 'elm.example')
  const { browser, accountId } = await aManagedHolder(umbel, elm, 'mira@elm.example', password)
  const asks = [
    await browser.get('/profile/email'),
    await browser.get('/profile/delete'),
    await browser.post('/profile/email', { email: 'mira@home.example' }),
    await browser.post('/profile/delete', { free: '1' }),
  ]
  for (const { status, body } of asks) {
    assert.equal(status, 403)
    assert.match(body, /Elm decides this for the account\. Ask one of its administrators\./)
  }
  const account = await accountById(umbel.database.durable, accountId)
  assert.equal(account?.email, 'mira@elm.example')
  assert.match((await browser.get('/accounts')).body, /Managed by Elm/)
})

test('ACC-2 who manages an account is known from the one statement that reads it: no page asks for more', async () => {
  const fern = await anOrganization(umbel, 'Fern', 'fern.example')
  const { browser } = await aManagedHolder(umbel, fern, 'mira@fern.example', password)
  const personal = await umbel.holder('pat@home-of-fern.example', password)
  const statementsOf = async (who: typeof browser) => {
    await who.get('/profile')
    const count = umbel.database.counting()
    await who.get('/profile')
    count.stop()
    return count.statements.filter((statement) => !statement.includes('graphile')).length
  }
  assert.ok((await statementsOf(browser)) <= (await statementsOf(personal)))
})
