/** Shapes drawn on a 16 × 16 grid; a state is told by its shape as well as by its colour. */
export const shapes = {
  attention: 'M8 .9 15.6 14.5H.4L8 .9Zm-.8 5v4.2h1.6V5.9H7.2Zm0 5.3v1.6h1.6v-1.6H7.2Z',
  bad: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm-.8 3v5h1.6V4H7.2Zm0 6.2v1.8h1.6v-1.8H7.2Z',
  info: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm-.8 3v1.8h1.6V4H7.2Zm0 3v5h1.6V7H7.2Z',
  offline:
    'm1.8.7 13.5 13.5-1.1 1.1-4-4A3 3 0 0 0 8 10.4a3 3 0 0 0-2.1.9L4.7 10A4.7 4.7 0 0 1 7.9 8.7L5.7 6.6c-1 .4-1.9 1-2.6 1.7L1.9 7.1c.7-.7 1.5-1.3 2.5-1.7L.7 1.8 1.8.7ZM8 3.3c2.7 0 5.2 1.1 7 2.9l-1.2 1.2A8.2 8.2 0 0 0 8 5h-.6L5.9 3.5c.7-.1 1.4-.2 2.1-.2Zm0 9.2a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8Z',
} as const

export function Icon({ shape }: { shape: keyof typeof shapes }) {
  return <Drawing path={shapes[shape]} />
}

export function Drawing({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={path} />
    </svg>
  )
}
