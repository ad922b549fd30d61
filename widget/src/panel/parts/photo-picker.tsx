/** A button that opens the device's photos, or with `capture` its camera. */

interface Props {
  readonly id: string;
  readonly label: string;
  readonly capture?: boolean;
  readonly main?: boolean;
  readonly disabled?: boolean;
  readonly onChoose: (file: File) => void;
}

export function PhotoPicker({ id, label, capture = false, main = false, disabled = false, onChoose }: Props) {
  return (
    <div class="picker">
      <input
        type="file"
        id={id}
        accept="image/*"
        disabled={disabled}
        {...(capture && { capture: "user" })}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = ""; // the same file may be chosen again
          if (file) onChoose(file);
        }}
      />
      <label for={id} class={`button ${main ? "main" : "plain"}`}>
        {label}
      </label>
    </div>
  );
}
