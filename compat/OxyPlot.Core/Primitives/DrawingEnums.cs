namespace OxyPlot;

public enum LineStyle
{
    Solid = 0,
    Dash = 1,
    Dot = 2,
    DashDot = 3,
    DashDashDot = 4,
    DashDotDot = 5,
    DashDashDotDot = 6,
    LongDash = 7,
    LongDashDot = 8,
    LongDashDotDot = 9,
    None = 10,
    Automatic = 11,
}

public enum LineJoin
{
    Miter = 0,
    Round = 1,
    Bevel = 2,
}

public enum MarkerType
{
    None = 0,
    Circle = 1,
    Square = 2,
    Diamond = 3,
    Triangle = 4,
    Cross = 5,
    Plus = 6,
    Star = 7,
    Custom = 8,
}

public enum HorizontalAlignment
{
    Left = -1,
    Center = 0,
    Right = 1,
}

public enum VerticalAlignment
{
    Top = -1,
    Middle = 0,
    Bottom = 1,
}

public enum EdgeRenderingMode
{
    Automatic = 0,
    Adaptive = 1,
    PreferSharpness = 2,
    PreferSpeed = 3,
    PreferGeometricAccuracy = 4,
}

public enum TitleHorizontalAlignment
{
    CenteredWithinPlotArea = 0,
    CenteredWithinView = 1,
}
