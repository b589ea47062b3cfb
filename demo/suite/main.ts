import { runProducts } from '../look/serve.ts'
import { createChat } from './chat/app.ts'
import { seedRooms } from './chat/store.ts'
import { createCode } from './code/app.ts'
import { readSettings } from './settings.ts'
import { createWiki } from './wiki/app.ts'
import { seedPages } from './wiki/store.ts'

// Three small products share a process and its connections to PostgreSQL, but nothing they keep.
await runProducts('The suite', async (connect) => {
  const settings = readSettings(process.env)
  const pool = connect(settings.databaseUrl)
  const [wiki, chat, code] = await Promise.all([
    createWiki(settings.wiki, pool),
    createChat(settings.chat, pool),
    createCode(settings.code, pool),
  ])
  if (settings.seed) await Promise.all([seedPages(pool), seedRooms(pool)])
  return [
    { ...settings.wiki, name: 'Wiki', fetch: wiki.fetch },
    { ...settings.chat, name: 'Chat', fetch: chat.fetch },
    { ...settings.code, name: 'Code', fetch: code.fetch },
  ]
})
