//go:build !(goexperiment.simd && amd64)

package teacher

// four adds each row of a times w to the same row of o.
func four(a *[4][]float32, w []float32, o *[4][]float32) {
	wide := len(o[0])
	for i := range units {
		row := w[i*wide : (i+1)*wide]
		a0, a1, a2, a3 := a[0][i], a[1][i], a[2][i], a[3][i]
		o0, o1, o2, o3 := o[0][:len(row)], o[1][:len(row)], o[2][:len(row)], o[3][:len(row)]
		for j, v := range row {
			o0[j] += a0 * v
			o1[j] += a1 * v
			o2[j] += a2 * v
			o3[j] += a3 * v
		}
	}
}
