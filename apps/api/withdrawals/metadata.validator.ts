import { ValidateBy } from 'class-validator';

const entries_max = 20;
const name = /^[A-Za-z0-9_.-]{1,40}$/;
const text = /^[^\p{C}]{0,500}$/u;

/** A small map of texts. */
export function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isMetadata',
    validator: {
      validate: isMetadata,
      defaultMessage: () =>
        `must be an object of up to ${entries_max} strings of up to 500 characters, with names out of A-Z a-z 0-9 _ . -`,
    },
  });
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= entries_max && entries.every(([key, field]) => name.test(key) && isText(field));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && text.test(value);
}
