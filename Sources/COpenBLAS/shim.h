#include <cblas.h>

// LAPACK lies inside libopenblas; Debian keeps its header in another package.
void dsyevd_(
    const char *job, const char *triangle, const int *size, double *matrix, const int *stride,
    double *values, double *work, const int *work_count, int *integers, const int *integer_count,
    int *status);
void dpotrf_(const char *triangle, const int *size, double *matrix, const int *stride, int *status);
void dtrtri_(
    const char *triangle, const char *diagonal, const int *size, double *matrix,
    const int *stride, int *status);
