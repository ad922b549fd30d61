/** Buttons in the four weights that the panel knows. */

import type { ComponentChildren } from "preact";

interface Props {
  readonly weight?: "main" | "plain" | "quiet" | "link";
  readonly tone?: "bad";
  readonly id?: string;
  readonly disabled?: boolean;
  readonly "aria-pressed"?: boolean;
  readonly "aria-current"?: "step" | false;
  readonly type?: "button" | "submit";
  readonly onClick?: () => void;
  readonly children: ComponentChildren;
}

export function Button({ weight = "plain", tone, type = "button", children, ...rest }: Props) {
  return (
    <button type={type} class={`button ${weight}${tone ? ` ${tone}` : ""}`} {...rest}>
      {children}
    </button>
  );
}
