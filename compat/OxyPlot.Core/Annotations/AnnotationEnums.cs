namespace OxyPlot.Annotations;

public enum AnnotationLayer
{
    BelowAxes = 0,
    BelowSeries = 1,
    AboveSeries = 2,
}

public enum AnnotationTextOrientation
{
    Horizontal = 0,
    Vertical = 1,
    AlongLine = 2,
}

public enum LineAnnotationType
{
    Horizontal = 0,
    Vertical = 1,
    LinearEquation = 2,
}
