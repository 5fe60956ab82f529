/** Shapes drawn on a 16 × 16 grid; a state is told by its shape as well as by its colour. */
const shapes = {
  done: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm3.3 4.3L7 9.6 4.9 7.5 3.8 8.6 7 11.8l5.4-5.4-1.1-1.1Z',
  moving: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6v10.8A5.4 5.4 0 0 1 8 2.6Z',
  waiting: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3h1.6v3.7l2.6 1.5-.8 1.4-3.4-2V4Z',
  attention: 'M8 .9 15.6 14.5H.4L8 .9Zm-.8 5v4.2h1.6V5.9H7.2Zm0 5.3v1.6h1.6v-1.6H7.2Z',
  bad: 'M5 1h6l4 4v6l-4 4H5l-4-4V5l4-4Zm.9 3.8L4.8 5.9 6.9 8l-2.1 2.1 1.1 1.1L8 9.1l2.1 2.1 1.1-1.1L9.1 8l2.1-2.1-1.1-1.1L8 6.9 5.9 4.8Z',
  undone: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-3.6 6.2h7.2v1.6H4.4V7.2Z',
  test: 'M4.7 1h6.6v1.5h-.9v3.4l3.9 6.6A1.7 1.7 0 0 1 12.8 15H3.2a1.7 1.7 0 0 1-1.5-2.5l3.9-6.6V2.5h-.9V1Zm2.4 1.5v3.8L5.3 9.4h5.4L8.9 6.3V2.5H7.1Z',
} as const
export type IconShape = keyof typeof shapes

export function Icon({ shape }: { shape: IconShape }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={shapes[shape]} />
    </svg>
  )
}
