import type { TestContext } from 'node:test'
import { aDemoProduct, type TestDemoProduct } from '../../look/testing/product.ts'
import { createTracker } from '../app.ts'

/** Tracker on a free port with a database of its own and a provider that isn't Umbel. */
export const aTracker = (t: TestContext): Promise<TestDemoProduct> => aDemoProduct(t, 'tracker', createTracker)
