/* The limit to be near: an epoch of SGD on softmax cross-entropy with tanh, straight in C.
   W (n_out, n_in) row by row and then b, layer by layer, in one array. The rows of a batch add
   their gradients up in `gradient`, which is zero between batches. */
#include <math.h>

static double step(const double *x, const double *y, const long *units, long layers,
                   const double *P, double *target, double rate, double *work) {
    double *h[32], *grad_z, *grad_h, total = 0.0;
    long widest = 0, end = 0;
    for (long k = 1; k <= layers; k++) {
        h[k] = work;
        work += units[k];
    }
    for (long k = 0; k <= layers; k++)
        if (units[k] > widest) widest = units[k];
    grad_z = work;
    grad_h = work + widest;

    const double *in = x;
    for (long k = 1; k <= layers; k++) {
        long m = units[k - 1], n = units[k];
        const double *W = P + end, *b = W + m * n;
        for (long j = 0; j < n; j++) {
            double z = b[j];
            for (long i = 0; i < m; i++) z += W[j * m + i] * in[i];
            h[k][j] = z;
        }
        if (k < layers)
            for (long j = 0; j < n; j++) h[k][j] = tanh(h[k][j]);
        in = h[k];
        end += (m + 1) * n;
    }

    long n_out = units[layers];
    const double *z = h[layers];
    double largest = z[0], sum = 0.0;
    for (long j = 1; j < n_out; j++)
        if (z[j] > largest) largest = z[j];
    for (long j = 0; j < n_out; j++) sum += grad_z[j] = exp(z[j] - largest);
    for (long j = 0; j < n_out; j++) {
        total -= y[j] * (z[j] - largest - log(sum));
        grad_z[j] = grad_z[j] / sum - y[j];
    }

    for (long k = layers; k >= 1; k--) {
        long m = units[k - 1], n = units[k];
        end -= (m + 1) * n;
        const double *W = P + end, *below = k > 1 ? h[k - 1] : x;
        double *dW = target + end, *db = dW + m * n;
        if (k > 1) {
            for (long i = 0; i < m; i++) grad_h[i] = 0.0;
            for (long j = 0; j < n; j++)
                for (long i = 0; i < m; i++) grad_h[i] += grad_z[j] * W[j * m + i];
        }
        for (long j = 0; j < n; j++) {
            double move = rate * grad_z[j];
            for (long i = 0; i < m; i++) dW[j * m + i] -= move * below[i];
            db[j] -= move;
        }
        if (k > 1)
            for (long i = 0; i < m; i++) grad_z[i] = grad_h[i] * (1.0 - below[i] * below[i]);
    }
    return total;
}

double epoch(const double *X, const double *Y, long rows, long batch, const long *units,
             long layers, double *P, long parameters, double rate, double *gradient,
             double *work) {
    double total = 0.0;
    for (long start = 0; start < rows; start += batch) {
        long n = start + batch < rows ? batch : rows - start;
        for (long s = start; s < start + n; s++)
            total += step(X + s * units[0], Y + s * units[layers], units, layers, P,
                          batch == 1 ? P : gradient, rate / n, work);
        if (batch > 1)
            for (long i = 0; i < parameters; i++) {
                P[i] += gradient[i];
                gradient[i] = 0.0;
            }
    }
    return total;
}
