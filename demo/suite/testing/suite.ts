import type { TestContext } from 'node:test'
import { aDemoProduct, type TestDemoProduct } from '../../look/testing/product.ts'
import { createChat } from '../chat/app.ts'
import { createCode } from '../code/app.ts'
import { createWiki } from '../wiki/app.ts'

/** Products of the suite, each on a free port with a database of its own and a provider that isn't Umbel. */
export const aWiki = (t: TestContext): Promise<TestDemoProduct> => aDemoProduct(t, 'wiki', createWiki)
export const aChat = (t: TestContext): Promise<TestDemoProduct> => aDemoProduct(t, 'chat', createChat)
export const aCode = (t: TestContext): Promise<TestDemoProduct> => aDemoProduct(t, 'code', createCode)
