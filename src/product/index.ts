import type { Statements } from '#platform'
import type { Product } from './product.ts'
import { selectProduct, selectProducts } from './store.ts'

export { addProduct } from './add-product.ts'
export { applyProductsFile } from './apply-products-file.ts'
export type { IdTokenAlg, LogInForm, Product, ProductWishes, Resource } from './product.ts'
export { removeProduct } from './remove-product.ts'
export { rotateProductSecret } from './rotate-product-secret.ts'
export { productRoutes } from './routes.ts'
export {
  type ProductClient,
  selectProduct as productClientById,
  selectResource as resourceByIdentifier,
} from './store.ts'
export { updateProduct } from './update-product.ts'

/** All products, by name. */
export async function listProducts(on: Statements): Promise<Product[]> {
  return (await selectProducts(on)).map(withoutSecret)
}

export async function productById(on: Statements, id: string): Promise<Product | undefined> {
  const product = await selectProduct(on, id)
  return product && withoutSecret(product)
}

function withoutSecret({ secretHash: _, ...product }: Product & { secretHash?: Buffer }): Product {
  return product
}
