// Density to the position on its colour map: the exponent lifts what is faint; `top` is fixed over a run.
float densityTransfer(float density, float top) {
  return pow(clamp(density / top, 0.0, 1.0), 0.72);
}
