import { fileURLToPath } from 'node:url'

const packageFolder = (name: string) => fileURLToPath(new URL(`../../${name}/dist`, import.meta.url))

/** Where the browser packages' builds lie. */
export const places = {
  popup: packageFolder('popup'),
  console: packageFolder('console'),
  widget: packageFolder('widget'),
}
