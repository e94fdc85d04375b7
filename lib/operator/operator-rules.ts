/** How much an operator has to say, and may. */
export const reasonLength = { min: 10, max: 500 } as const;
