import { type Context, Hono } from 'hono'
import type { Pool } from 'pg'
import { cleaned, keyOf } from '../../look/form.ts'
import { openProduct, type ProductEnv, type ProductKind } from '../../look/product.ts'
import type { ProductSettings } from '../../look/settings.ts'
import { faultOfMessage, faultOfName, newRoomPage, type Refused, roomPage, roomsPage } from './pages.ts'
import * as store from './store.ts'

const chat: ProductKind = {
  id: 'chat',
  name: 'Chat',
  thing: 'room',
  home: 'All rooms',
  people: [['message', 'author']],
  css: new URL('chat.css', import.meta.url),
}

/** Chat: rooms in which everybody who logs in reads and writes. Plain pages; what is new is there after a reload. */
export async function createChat(settings: ProductSettings, pool: Pool): Promise<Hono<ProductEnv>> {
  await store.createTables(pool)
  return openProduct(chat, settings, pool, roomRoutes(pool))
}

type Page = Context<ProductEnv>

const roomPath = '/rooms/:id{[1-9][0-9]{0,8}}'
const idOf = (c: Page): number => Number(c.req.param('id'))

function roomRoutes(pool: Pool): Hono<ProductEnv> {
  const app = new Hono<ProductEnv>()

  const showRoom = async (c: Page, refused?: Refused): Promise<Response> => {
    const before = refused ? undefined : keyOf(c.req.query('before'))
    const [room, talk] = await Promise.all([store.roomOf(pool, idOf(c)), store.messagesOf(pool, idOf(c), before)])
    if (!room) return c.notFound()
    const title = refused ? `Error: ${room.name}` : room.name
    return c.var.show(title, roomPage(room, talk, before, refused), { status: refused ? 400 : 200 })
  }

  app.get('/', async (c) => c.var.show('Rooms', roomsPage(await store.listRooms(pool))))
  app.get('/rooms', (c) => c.redirect('/', 303))
  app.get('/rooms/new', (c) => c.var.show('New room', newRoomPage()))

  app.post('/rooms', async (c) => {
    const name = cleaned((await c.req.parseBody()).name).replaceAll('\n', ' ')
    const refuse = (fault: string) =>
      c.var.show('Error: New room', newRoomPage({ words: name, fault }), { status: 400 })
    const fault = faultOfName(name)
    if (fault) return refuse(fault)
    const id = await store.createRoom(pool, name)
    return id === undefined ? refuse('There is a room of this name already.') : c.redirect(`/rooms/${id}`, 303)
  })

  app.get(roomPath, (c) => showRoom(c))

  app.post(`${roomPath}/messages`, async (c) => {
    const said = cleaned((await c.req.parseBody()).said)
    const fault = faultOfMessage(said)
    if (fault) return showRoom(c, { words: said, fault })
    const added = await store.say(pool, idOf(c), c.var.person.accountId, said)
    return added ? c.redirect(`/rooms/${idOf(c)}#latest`, 303) : c.notFound()
  })

  return app
}
