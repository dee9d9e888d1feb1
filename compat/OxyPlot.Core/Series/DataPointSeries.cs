using System.Collections;

namespace OxyPlot.Series;

/// <summary>A series of points (x, y).</summary>
public abstract class DataPointSeries : XYAxisSeries
{
    private List<DataPoint> itemsSourcePoints;

    protected DataPointSeries()
    {
    }

    public List<DataPoint> Points { get; } = [];

    /// <summary>Names of the properties that hold x and y, for an <see cref="ItemsSeries.ItemsSource"/> of objects.</summary>
    public string DataFieldX { get; set; }

    public string DataFieldY { get; set; }

    public Func<object, DataPoint> Mapping { get; set; }

    protected List<DataPoint> ActualPoints => ItemsSource != null ? itemsSourcePoints : Points;

    protected override object GetItem(int i) =>
        ItemsSource == null && i >= 0 && i < Points.Count ? Points[i] : base.GetItem(i);

    protected internal override void UpdateData() =>
        itemsSourcePoints = ItemsSource == null ? null : ItemsReader.Points(ItemsSource, Mapping, DataFieldX, DataFieldY);

    protected internal override void UpdateMaxMin()
    {
        base.UpdateMaxMin();
        InternalUpdateMaxMin(ActualPoints);
    }
}
