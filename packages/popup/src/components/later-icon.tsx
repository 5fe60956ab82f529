import { Drawing, shapes } from './icon.tsx'

/** With the shapes that only the later screens need: they come with those screens' file. */
const allShapes = {
  ...shapes,
  done: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm3.3 4.3L7 9.6 4.9 7.5 3.8 8.6 7 11.8l5.4-5.4-1.1-1.1Z',
  waiting: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3h1.6v3.7l2.6 1.5-.8 1.4-3.4-2V4Z',
  undone: 'M2.6 4.1V1H1v6h6V5.4H3.9A5.2 5.2 0 1 1 3 9.6l-1.6.4A6.8 6.8 0 1 0 2.6 4.1Z',
} as const
export type LaterShape = keyof typeof allShapes

export function LaterIcon({ shape }: { shape: LaterShape }) {
  return <Drawing path={allShapes[shape]} />
}
