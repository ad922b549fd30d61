/** What surfaces add to three's own shaders, in GLSL; `Light` in surfaces.ts says what the uniforms mean. */

import appearance from "../../../../shared/tryon/data/appearance.json" with { type: "json" };
import placement from "../../../../shared/tryon/data/placement.json" with { type: "json" };

const HINGE = { from: 0.8, to: 0.88 }; // of the way from the ears to the bridge
const GIVES_WAY_MM = 7;

export const VERTEX_HEAD = `
uniform vec4 across;
uniform vec4 beforeEars;
varying float vAcross;
varying float vBeforeEars;
`;

export const VERTEX = `
vec4 inPicture = modelMatrix * vec4(transformed, 1.0);
vAcross = dot(across, inPicture);
vBeforeEars = dot(beforeEars, inPicture);
`;

/** Cheeks and noses give way where a front rests, so a little of them before it hides nothing. */
export const FRONT = `
vec4 nearer = projectionMatrix * (mvPosition + vec4(0.0, 0.0, float(${GIVES_WAY_MM}), 0.0));
gl_Position.z = nearer.z / nearer.w * gl_Position.w;
`;

export const FRAGMENT_HEAD = `
uniform vec2 gains;
uniform sampler2D headPicture;
uniform vec4 headBox;
uniform vec2 cheeks;
varying float vAcross;
varying float vBeforeEars;
`;

/** A mirrored lamp is as bright on a clear lens as on a dark one; clear glass has no colour of its own. */
export const GLASS = `
diffuseColor.a *= smoothstep(0.0, 0.2, diffuseColor.a);
float mirrored = clamp(max(totalSpecular.r, max(totalSpecular.g, totalSpecular.b)), 0.0, 1.0);
float covering = mix(diffuseColor.a, 1.0, mirrored);
outgoingLight = ((totalDiffuse + totalEmissiveRadiance) * diffuseColor.a + totalSpecular) / max(covering, 1e-4);
diffuseColor.a = covering;
`;

const { hairAt, darkerThan } = appearance.hair;

/** Close to the hinge what is dark is a brow, or lies behind the head. */
export const FADE = `
vec3 there = texture2D(headPicture, (gl_FragCoord.xy - headBox.xy) * headBox.zw).rgb;
float grey = dot(there, vec3(0.299, 0.587, 0.114)) / mix(cheeks.x, cheeks.y, step(0.5, vAcross));
float bare = clamp((grey - float(${hairAt})) / float(${darkerThan - hairAt}), 0.0, 1.0);
diffuseColor.a *= mix(bare, 1.0, smoothstep(float(${HINGE.from}), float(${HINGE.to}), vBeforeEars));
diffuseColor.a *= smoothstep(0.0, float(${1 - placement.temples.fadeFrom}), vBeforeEars);
`;

export const GAIN = `
gl_FragColor.rgb *= mix(gains.x, gains.y, clamp(vAcross, 0.0, 1.0));
`;
