namespace OxyPlot.Legends;

public enum LegendPlacement
{
    Inside = 0,
    Outside = 1,
}

public enum LegendPosition
{
    TopLeft = 0,
    TopCenter = 1,
    TopRight = 2,
    BottomLeft = 3,
    BottomCenter = 4,
    BottomRight = 5,
    LeftTop = 6,
    LeftMiddle = 7,
    LeftBottom = 8,
    RightTop = 9,
    RightMiddle = 10,
    RightBottom = 11,
}

public enum LegendOrientation
{
    Horizontal = 0,
    Vertical = 1,
}

public enum LegendItemOrder
{
    Normal = 0,
    Reverse = 1,
}

public enum LegendSymbolPlacement
{
    Left = 0,
    Right = 1,
}
