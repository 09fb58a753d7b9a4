/**
 * Python source for tests that compare with `numpy.allclose` or `numpy.testing.assert_allclose` and use nothing else of numpy: where numpy is
 * missing in the checker, a module that does the same for numbers and nested sequences (|a − b| ≤ atol + rtol · |b|).
 */
export const NUMPY_STAND_IN = String.raw`
def _evalkit_numpy():
    import math, sys, types
    try:
        import numpy
        return
    except ImportError:
        pass
    module = types.ModuleType("numpy")
    class ndarray: pass
    class floating(float): pass
    def leaves(value):
        return [leaf for item in value for leaf in leaves(item)] if isinstance(value, (list, tuple)) else [value]
    def close(one, other, rtol, atol, equal_nan):
        if isinstance(one, complex) or isinstance(other, complex):
            return abs(one - other) <= atol + rtol * abs(other)
        one, other = float(one), float(other)
        if math.isnan(one) or math.isnan(other):
            return equal_nan and math.isnan(one) and math.isnan(other)
        if math.isinf(one) or math.isinf(other):
            return one == other
        return abs(one - other) <= atol + rtol * abs(other)
    def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
        one, other = leaves(a), leaves(b)
        if len(one) == 1: one = one * len(other)
        if len(other) == 1: other = other * len(one)
        if len(one) != len(other):
            raise ValueError("operands could not be broadcast together")
        return all(close(left, right, rtol, atol, equal_nan) for left, right in zip(one, other))
    def assert_allclose(actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg="", verbose=True):
        try:
            isright = allclose(actual, desired, rtol, atol, equal_nan)
        except (TypeError, ValueError) as error:
            raise AssertionError(str(error))
        assert isright, "not equal to the tolerance"
    testing = types.ModuleType("numpy.testing")
    testing.assert_allclose = assert_allclose
    module.ndarray, module.floating, module.float32, module.float64 = ndarray, floating, floating, floating
    module.allclose, module.testing, module.nan, module.inf = allclose, testing, math.nan, math.inf
    module.isclose = lambda a, b, rtol=1e-05, atol=1e-08, equal_nan=False: close(a, b, rtol, atol, equal_nan)
    sys.modules["numpy"], sys.modules["numpy.testing"] = module, testing
_evalkit_numpy()
`;
